-- $1 first event, $2 last event, $3 events a day, $4 the day of event 0.
-- Makes events up, without chance: event n is the same in every run and for every size of history, whose events are -1, -2, …
-- backwards in time from day $4. About a sixth as many users as events each day, some users more often than others.
insert into evenement_engagement_hebdo (id, categorie, action, nom, code, id_utilisateur, type_utilisateur, structure, date_evenement)
select 100000000 + e.n, f.categorie, f.action, f.nom, f.code, u.id, u.type_utilisateur, u.structure,
       -- from six in the morning to ten in the evening; the app stores milliseconds
       ($4::date + e.jour + time '06:00') at time zone 'Europe/Paris'
         + make_interval(secs => e.rang * 57600.0 / $3 + (hashint8extended(e.n, 1) & 524287) / 1000.0)
from (
  select n, jour, n - jour * $3::bigint as rang,
         hashint8extended(jour * 1000003 + (hashint8extended(n, 2) & 2147483647) % greatest($3::bigint / 6, 1), 3) as visite
  from (select n, floor(n::numeric / $3::bigint)::integer as jour from generate_series($1::bigint, $2::bigint) n) d
) e
join bench_fonctionnalite f
  on f.rang = (hashint8extended(e.n, 4) & 2147483647) % (select count(*) from bench_fonctionnalite)
join bench_utilisateur u
  on u.type_utilisateur = case when (e.visite & 127) < 20 then 'CONSEILLER' else 'JEUNE' end
 and u.rang = floor(power((e.visite >> 8 & 1073741823) / 1073741824.0::float8, 1.5)
                    * case when (e.visite & 127) < 20 then 5000 else 250000 end)::integer
