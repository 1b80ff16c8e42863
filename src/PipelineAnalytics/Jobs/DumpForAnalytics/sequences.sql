-- Production's sequences: those whose position this user may read.
select c.relname::text
from pg_class c
where c.relnamespace = 'public'::regnamespace and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'select') end
