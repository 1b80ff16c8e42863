-- $1 a relation, $2 the one that takes its place: comments on the first, and on its columns, that analysts wrote, as statements. Production's came with
-- the copy, and were noted then.
select case d.objsubid
         when 0 then format('comment on %s %s is %L', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, $2::text, d.description)
         else format('comment on column %s.%I is %L', $2::text, a.attname, d.description)
       end
from pg_class c
join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = c.oid
left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
where c.oid = to_regclass($1)
  and not exists (select from pipeline.miroir_commentaire m where (m.relation, m.colonne, m.texte) = (c.oid, d.objsubid, d.description))
  and (d.objsubid = 0 or exists (select from pg_attribute n where n.attrelid = to_regclass($2::text) and n.attname = a.attname and not n.attisdropped))
