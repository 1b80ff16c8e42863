-- Extensions of production and the schema of each.
select e.extname::text, n.nspname::text
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.extname <> 'plpgsql'
order by e.oid
