-- Of each table and view the rows, the nights and all contents, in one text and one statement.
select string_agg(concat_ws(' ', nom, count, least, greatest, md5), ', ' order by nom)
from (
  select 'veille' as nom, count(*), min(nuit) as least, max(nuit) as greatest, md5(string_agg(t::text, '|' order by id)) from public.veille t
  union all select 'ronde', count(*), min(nuit), max(nuit), md5(string_agg(t::text, '|' order by id)) from public.ronde t
  union all select 'passage', count(*), min(nuit), max(nuit), md5(string_agg(t::text, '|' order by id)) from public.passage t
  union all select 'fixe', count(*), null, null, md5(string_agg(t::text, '|' order by id)) from public.fixe t
  union all select 'vue', count(*), min(nuit), max(nuit_de_ronde), md5(string_agg(t::text, '|' order by id)) from public.vue_de_nuit t
  union all select 'figee', count(*), min(nuit), max(nuit_de_ronde), md5(string_agg(t::text, '|' order by id)) from public.nuit_figee t
  union all select 'sur_figee', count(*), min(nuit), max(nuit), md5(string_agg(t::text, '|' order by id)) from public.sur_figee t
) n (nom, count, least, greatest, md5)
