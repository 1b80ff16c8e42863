-- Partitions, in other schemas, of tables that are mirrored: they and their rows do not come along.
select 'partition ' || p.oid::regclass::text || ' of ' || t.oid::regclass::text
from pg_inherits h
join pg_class p on p.oid = h.inhrelid and p.relispartition
join pg_class t on t.oid = h.inhparent
where t.relnamespace = 'public'::regnamespace and p.relnamespace <> t.relnamespace
order by 1
