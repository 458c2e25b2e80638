"""The LangGraph graph of one draft.

LangGraph reads these variables when it is imported, so they are set before anything else here: no
arbitrary types out of a checkpoint, and no tracing to anywhere, whatever the environment says.
"""

import os

os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
for _name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
    os.environ[_name] = "false"
