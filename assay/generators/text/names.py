"""First names from many places, our own list; for people in stories and puzzles.

    NAMES[0] == "Ada"     draw with rng.sample(NAMES, k)

Each starts with a capital letter and has 3 to 7 letters. No puzzle depends on who bears a name;
where a family needs women and men (who is whose aunt), it takes from WOMEN and MEN.
"""

_WOMEN = (
    "Ada Aisha Alma Amina Anjali Bella Chloe Clara Dalia Elena Esther Fatima Freya Grace Hana "
    "Ines Ingrid Irina Jana Julia Keiko Lena Leila Lucia Maeve Maria Mei Miriam Nadia Naomi "
    "Nora Olga Paula Priya Rosa Ruth Salma Sofia Tara Yara Zainab Zoe"
)
_MEN = (
    "Ahmed Akio Alan Amir Anton Arjun Bruno Carlos Chen Daniel David Diego Emil Erik Felix "
    "Gabriel Hassan Hugo Ivan Jakob Jamal Jonas Karim Kofi Kwame Leo Luca Malik Marco Mateo "
    "Nikhil Noah Omar Oscar Pavel Pedro Rafael Samuel Tariq Thomas Victor Yusuf"
)
WOMEN: tuple[str, ...] = tuple(_WOMEN.split())
MEN: tuple[str, ...] = tuple(_MEN.split())
NAMES: tuple[str, ...] = tuple(sorted(WOMEN + MEN))
