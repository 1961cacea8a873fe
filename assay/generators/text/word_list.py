"""Common English words of 3 to 10 letters, all lower case, sorted; the list is our own.

    WORDS[0] == "about"     letter families draw from it

No names, no plurals made of a listed singular, nothing that offends.
"""

_TEXT = """
about above accept accident account across action active actor address advance advice affair
afraid afternoon again against agree airport alarm album alive almond alone already although always
amazing amount ancient anger angle animal ankle annual another answer antelope apartment appear
apple approach apricot april apron arch area argue arrive arrow article artist aspect asleep
assist atlas attack attempt attic august author autumn avenue average avocado awake award baby
bacon badge baker balance balcony ball balloon bamboo banana band bandage banjo bank barber bargain
barley barrel basket battery beach beacon bean bear beard beauty beaver because become bedroom
beetle before begin behave behind believe bell belong beneath berry better between beyond bicycle
bird birthday biscuit blanket blossom board boat body bonus book border borrow bottle bottom bounce
bowl bracelet brain branch brave bread breakfast breeze brick bridge bright bring broad broccoli
broken bronze brother brown brush bubble bucket buckle budget buffalo build bullet burger butter
butterfly button cabbage cabin cable cactus cake calendar calm camera camp canal candle candy canoe
canvas canyon captain caramel carbon career careful cargo carpet carrot carry castle catalog catch
cattle caution cave ceiling celery cement center century cereal chain chair chalk champion chance
change chapter charge cheese cherry chess chest chicken child chimney chocolate choice church cinema
circle circus citizen clarinet class clean clever client climate climb clock cloth cloud clover
coast cobra coconut coffee collar collect college color column combine comet comfort committee
common company compare compass complete computer concert connect contain contest continue control
cookie copper coral corner cotton couch council country couple courage cousin cover coyote cradle
crane crayon cream create creature cricket crocodile cross crowd crown crystal cucumber culture
cupboard curious current curtain curve cushion custom cycle daffodil dairy daisy damage dance danger
daring daughter dawn debate decade december decide deep deer defend degree delay deliver dentist
depend desert design desk dessert detail detective develop device diamond diary dictionary
difference different difficult digital dinner direct discover discuss dish distance divide doctor
dollar dolphin domino donkey door double dough downtown dragon drama drawer dream dress drift drink
drive drum duck during dusty eager eagle early earn earth easel east easy echo edge editor
education effort eight either elbow elder electric elephant eleven embark embrace emerald emotion
empty enable energy engine enjoy enough enter entire envelope equal eraser escape evening event
every evidence exact example excellent except exchange excite exercise exist expect expert explain
explore express extra eyebrow fabric factory fair falcon false family famous fancy farmer fashion
fasten father favorite feather february fellow fence ferry festival fiction field fierce fifteen
figure final finger finish fire first fish flag flame flash flavor fleet flight float flock flood
floor flour flower flute focus follow forest forget fork formal fortune forward fossil fountain
fragile frame freedom freeze fresh friday friend frog front frost fruit future galaxy gallery gallon
garage garden garlic gather general gentle genuine geography geometry gesture ghost giant ginger
giraffe glacier glass globe glory glove goal goat golden good goose gorilla govern grain grammar
grand granite grape grass gravity great green grocery ground group growth guard guess guest guide
guitar gymnasium habit hair half hammer hamster hand handle happen happy harbor hard harmony harvest
hat hazel head health heart heavy hedgehog height helicopter helmet help herald hero hidden highway
history hobby hold hollow holiday honest honey horizon horse hospital hotel hour house human humble
humor hundred hungry hunter hurry iceberg icicle idea igloo imagine important improve inch income
increase indeed index industry infant inform injury insect inside instead instrument interest
invent invite iron island ivory jacket jaguar january jelly jewel jigsaw join joke journal journey
judge juice july jumble jump june jungle junior justice kangaroo keep kettle keyboard kidney kind
king kingdom kitchen kite kitten knee knife knight knock knot know koala label labor ladder lake
lamp language lantern large later laugh laundry lavender lawyer layer leader leaf league learn
leather lecture legend lemon lemonade length leopard lesson letter lettuce level liberty library
license light lily limit linen lion liquid listen little lizard lobster local locket logic lonely
long lovely loyal lucky lumber lunch machine magazine magic magnet maintain major make mammal manage
mango manner maple marathon marble march margin market marriage master match material matter meadow
measure medal medicine medium melody melon member memory mention merchant mercury message metal
method middle midnight might million mineral minute mirror mission mistake mittens mixture model
modern moment monday money monkey month moon moral morning mosquito mother motion motor mountain
mouse mouth move movie muffin multiply muscle museum mushroom music mustard mystery napkin narrow
nation nature near necklace needle neighbor neither nephew nest network never newspaper night
nineteen noble noise noodle normal north nose notebook nothing notice novel november number nurse
object observe obtain ocean october octopus offer office often olive once onion open opera opinion
opposite orange orbit orchard order organ origin ostrich other otter outside oven over owner oxygen
oyster package paddle page paint palace palm pancake panda panel panther paper parade parallel
parent park parrot partner party passage passenger pasta patient pattern pause peace peach peacock
peanut pear pebble pelican pencil penguin people pepper perfect perfume perhaps period permit person
phone photo piano picnic picture piece pigeon pillow pilot pineapple pioneer pirate pizza place
planet plant plastic plate platform play plenty pocket poem poet point polar police polite pond
popcorn popular position possible postcard potato pottery powder power practice praise prefer
prepare present press pretty prevent price pride prince print prison private prize problem process
produce professor profit program progress project promise proper protect proud provide public
pudding pumpkin puppet purple purpose puzzle pyramid quality quarter queen question quick quiet
quilt rabbit raccoon race radar radio radish rain rainbow raisin ranch range rapid raspberry rather
raven reach reader ready reason receive recipe record recover reduce refuse region regular relative
remain remember remind remote remove repair repeat reply report rescue respect result return reveal
reward rhythm ribbon rice riddle ring river road robin robot rocket roof room root rope rose rough
round route royal rubber ruler runner rustic saddle safety salad salmon salt sample sand sandwich
satisfy saturday sauce sausage scarf scatter scene school science scissors score scratch screen
search season second secret section select senior sentence separate september series serious serve
seven shadow shape share sharp sheep shelf shell shelter shield shine ship shirt short shoulder show
shower silence silk silver similar simple single sister sixteen size skate sketch skill sleep sleeve
slice slipper slow small smart smile smooth snail snake snow soap soccer social sock soft soldier
solid solution solve someone song sound soup south space spare sparrow special speech speed spell
spend sphere spider spinach spirit sponge spoon sport spring square squirrel stable stadium stage
stairs stamp station statue steady steam steel stem stomach stone storage storm story stove
straight strange straw strawberry stream street strength stretch string strong student studio study
subject success sudden sugar suggest summer sunday sunflower sunset support suppose surface surprise
surround swallow swamp sweater sweet swim swing sword symbol system table tailor talent tangerine
target taste taxi teacher team teapot tempo tennis tent terrace theater thirteen thought thousand
thread throat through thunder thursday ticket tiger timber tiny title toast today together tomato
tomorrow tongue tonight tooth topic tornado tortoise total touch toward towel tower town track
tractor trade tradition traffic train travel treasure treat tree triangle trick trip trombone
tropical trouble truck trumpet trust truth tuesday tulip tunnel turkey turn turtle twelve twenty
twist umbrella uncle under uniform unique unite universe until upper upset urban useful usual
vacant vacation valley value vanilla vapor various vegetable vehicle velvet venture verb version
victory video view village vinegar violet violin visit vitamin voice volcano volume voyage wagon
waist wait wall walnut walrus wander warm wash waste watch water waterfall watermelon wave wealth
weather wedding wednesday week weight welcome west whale wheat wheel whisper whistle white whole
width wild willow window winter wisdom wish wizard wolf wonder wooden world worry worth wrist write
yard year yellow yesterday yogurt young youth zebra zero zigzag zipper
"""

WORDS: tuple[str, ...] = tuple(sorted(set(_TEXT.split())))
