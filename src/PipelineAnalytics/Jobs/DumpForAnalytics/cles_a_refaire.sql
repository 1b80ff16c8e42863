-- $1 tables that are to be replaced: foreign keys to them of tables that are not, ours or analysts', in words that hold wherever a session looks first.
select k.oid, format('%I.%I', n.nspname, c.relname), quote_ident(k.conname), pg_get_constraintdef(k.oid), k.convalidated, obj_description(k.oid, 'pg_constraint')
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and k.conparentid = 0 and k.confrelid = any ($1) and k.conrelid <> all ($1)
order by k.oid
