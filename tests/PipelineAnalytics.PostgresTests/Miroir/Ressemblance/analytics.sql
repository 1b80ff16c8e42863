-- Takes from a copy of analytics what the pipeline adds to the mirror.
do $$
declare
  relation text;
begin
  for relation in
    select oid::regclass
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and (relname in ('evenement_engagement', 'evenement_engagement_jeune') or relname like 'analytics\_%')
  loop
    execute format('drop table if exists %s cascade', relation);
  end loop;
end $$;
alter table public.conseiller drop column date_premier_ae, drop column date_dernier_ae;
