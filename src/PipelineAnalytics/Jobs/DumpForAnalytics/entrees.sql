-- $1 schema of the copy: what is made after the rows of a table are there, so that it can be made side by side. Indexes and the constraints that are
-- indexes, by table; foreign keys, with the two tables that making one locks. The catalog's number and the object's are those in an archive's list.
select 'pg_class'::regclass::oid::bigint as classid, i.indexrelid::bigint as objid, 'index' as genre, c.relname::text as nom_table, null::text as vers
from pg_index i
join pg_class c on c.oid = i.indrelid
where c.relnamespace = to_regnamespace($1) and c.relkind = 'r'
  and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
union all
select 'pg_constraint'::regclass::oid::bigint, k.oid::bigint, 'contrainte', c.relname, case when k.contype = 'f' then k.confrelid::regclass::text end
from pg_constraint k
join pg_class c on c.oid = k.conrelid
where c.relnamespace = to_regnamespace($1) and k.contype in ('p', 'u', 'x', 'f') and (c.relkind = 'r' or k.contype = 'f')
