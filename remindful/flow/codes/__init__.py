"""Code sets at the desk, the office's crosswalk, and codes as people type them."""
