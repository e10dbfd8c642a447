"""The land-clearance dialogue map: where a prolonged dispute may be forming, early enough to go and talk."""
