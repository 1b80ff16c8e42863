-- Columns of production's tables, generated ones apart, with what decides whether a pseudonym fits: the type as it is written, its
-- name, the most characters (null without a limit); and whether its binary form is the same in every server.
select c.relname::text,
       a.attname::text,
       format_type(a.atttypid, a.atttypmod),
       t.typname::text,
       case when t.typname in ('varchar', 'bpchar') and a.atttypmod > 4 then a.atttypmod - 4 end,
       -- PostgreSQL's own types, and arrays of them, but those that are numbers of a server's objects or of another form in binary; enums, which are their labels
       t.typnamespace = 'pg_catalog'::regnamespace and t.typtype in ('b', 'r', 'm') and coalesce(e.typname, t.typname) not like 'reg%' and coalesce(e.typname, t.typname) not in ('xml', 'aclitem') and t.typsend <> 0
         or t.typtype = 'e',
       array(
         with recursive ancetre (oid) as (
           select h.inhparent from pg_inherits h where h.inhrelid = c.oid
           union
           select h.inhparent from ancetre n join pg_inherits h on h.inhrelid = n.oid
         )
         select p.relname::text from ancetre n join pg_class p on p.oid = n.oid
       )
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
join pg_type t on t.oid = a.atttypid
left join pg_type e on e.oid = t.typelem and e.typarray = t.oid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relpersistence <> 't'
order by c.relname, a.attnum
