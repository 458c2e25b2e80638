"""Words: supported by the recording, specific, the visit's own, and no orders to the software."""
