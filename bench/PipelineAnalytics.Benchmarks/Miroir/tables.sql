-- The tables of public: their usable indexes and proven constraints, and their size with all that belongs to them.
select c.relname,
       (select count(*) from pg_index i where i.indrelid = c.oid and i.indisvalid) as index_valides,
       (select count(*) from pg_constraint k where k.conrelid = c.oid and k.convalidated) as contraintes_validees,
       pg_total_relation_size(c.oid) as octets
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
order by c.relname collate "C"
