-- $1 vue, $2 fingerprint of its table.sql: is the published table there, and made by it?
select to_regclass(format('public.%I', $1::text)) is not null
   and exists (select from pipeline.vue where vue = $1 and empreinte_table = $2)
