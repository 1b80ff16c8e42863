-- The cluster (its number is made by initdb and kept by its standbys) and the database in it.
select c.system_identifier || '/' || d.oid
from pg_control_system() c, pg_database d
where d.datname = current_database()
