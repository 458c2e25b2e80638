"""Documentation and billing rules, one file each, and the engine that runs them."""
