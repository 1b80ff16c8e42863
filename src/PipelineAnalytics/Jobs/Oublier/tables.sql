-- Every table that holds identifiers of users: ours in public, and all of the schema pipeline, so that one that is added there
-- is not forgotten here. And whether a pseudonym of 39 characters fits, which an earlier pipeline's column may refuse.
select n.nspname::text, c.relname::text, format_type(a.atttypid, a.atttypmod),
       a.atttypid in ('text'::regtype, 'varchar'::regtype) and (a.atttypmod = -1 or a.atttypmod - 4 >= 39) as convient
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'id_utilisateur' and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition
  and (n.nspname = 'pipeline' or n.nspname = 'public' and c.relname in ('evenement_engagement', 'evenement_engagement_jeune'))
order by 1, 2
