-- $1 tables that come without rows: the foreign keys of other tables to them, which could not hold.
select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname), format('foreign key %s of %s', c.conname, c.conrelid::regclass)
from pg_constraint c
join pg_class t on t.oid = c.confrelid
where c.contype = 'f' and c.conparentid = 0 and t.relnamespace = 'public'::regnamespace and t.relname = any ($1) and not (select relname = any ($1) from pg_class where oid = c.conrelid)
