"""The program that runs inside a sandbox: standard library only, sent to it as source.

    broker     pid 1 of the sandbox: talks to the host, holds requests, reads outputs
      zygote   a warm interpreter that forks one init per case and never sees a request
        init   pid 1 of a case's own namespaces: private /tmp and /proc, limits, usage
          the candidate: another uid, no capability, seccomp allow-list

Imports among these modules are all that they import beside the standard library, for
`assay.sandbox.link` ships exactly the modules it lists.
"""
