-- $1 production's extensions: may this user make a database, and in it those of them that analytics has?
select (r.rolsuper or r.rolcreatedb)
   and not exists (
     select
     from pg_extension e
     join pg_available_extension_versions v on v.name = e.extname and v.version = e.extversion
     where e.extname = any ($1) and v.superuser and not v.trusted and not r.rolsuper
   )
from pg_roles r
where r.rolname = current_user
