"""Labs that run in the learner's browser: a JupyterLite site below the course's pages.

``wheels`` and ``pyodide`` make Python's files for the browser from locked packages,
``carried`` packs what the course adds, ``needs`` tells which labs can run with that,
``application`` lets JupyterLite build itself, ``site`` puts all of it below the pages,
and ``build`` does so in Sphinx's build.
"""
