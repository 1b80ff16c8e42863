-- $1 the lock's key, seen from a session of the same database only
select exists (
  select
  from pg_locks l
  join pg_database d on d.oid = l.database
  where l.locktype = 'advisory' and l.classid::bigint = $1 and l.objid::bigint = $1 and d.datname = current_database()
)
