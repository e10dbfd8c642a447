"""Revisions of the tables: how a database of any released version becomes one of this version, with nothing lost."""
