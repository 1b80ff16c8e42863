-- Takes from a copy of production what analytics is not to have, and what hangs on it: by the default settings of the mirror.
-- Policies stay in production too; those of the copy are passed over where the two are compared.
do $$
declare
  relation regclass;
begin
  for relation in
    select oid
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and (relname like 'evenement\_engagement%' or relname like 'log\_%' or relname in ('suivi_job', 'cache_api_partenaire', 'spatial_ref_sys'))
  loop
    execute format('drop table if exists %s cascade', relation);
  end loop;
end $$;
alter table public.archive_jeune drop column donnees cascade;
