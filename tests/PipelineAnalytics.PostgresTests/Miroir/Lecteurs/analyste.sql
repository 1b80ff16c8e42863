-- What an analyst has made over the mirror.
create view public.vue_de_nuit as select v.id, v.nuit, r.nuit as nuit_de_ronde from public.veille v join public.ronde r using (id);
create materialized view public.nuit_figee as select * from public.vue_de_nuit;
create unique index on public.nuit_figee (id);
create view public.sur_figee as select id, nuit from public.nuit_figee where nuit_de_ronde = nuit;
