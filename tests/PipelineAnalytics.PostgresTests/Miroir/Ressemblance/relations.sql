-- Everything of public that has rows or a position: its kind, its name, and a query that tells in one text what it holds.
-- Views are asked too: a view that still reads last night's copy would show here. A materialized view that production has not
-- filled yet says so.
select case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view' when 'm' then 'materialized view' else 'sequence' end || ' ' || n.nom,
       case
         when c.relkind = 'S' then format('select last_value || '' '' || is_called from %s', n.nom)
         when c.relkind = 'm' and not c.relispopulated then 'select ''not filled'''
         else format(
           'select count(*) || '' '' || md5(coalesce(string_agg(ligne, '''' order by ligne), '''')) from (select md5("la ligne entière"::text) as ligne from %s %s as "la ligne entière") l',
           case c.relkind when 'r' then 'only' end, n.nom)
       end
from pg_class c, format('%I.%I', 'public', c.relname) n (nom)
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
order by 1
