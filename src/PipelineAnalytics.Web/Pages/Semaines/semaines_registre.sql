-- Registre des semaines : ce qui est calculé, ce qui est à calculer, et pourquoi.
-- Une ligne par semaine et vue, la plus récente d'abord. Une semaine est à calculer (règle de Vues/dues.sql) quand elle est terminée et que la vue lui manque, n'est
-- que provisoire, a été calculée par un autre modèle ou un autre fuseau, ou quand des événements de ses deux mois sont arrivés ou partis depuis.
-- $1 annee (entier, facultatif, de 1 à 2999) : année des lundis ; vide, toutes
-- $2 derniere (semaine, facultatif) : dernière semaine terminée ; vide, celle d'avant aujourd'hui à l'heure du serveur
-- $3 modeles (texte, facultatif) : les vues et l'empreinte de leur modèle, vue=empreinte, séparées par des virgules ; vide, un changement de modèle n'est pas jugé
-- $4 fuseau (texte, facultatif) : fuseau horaire métier ; vide, un changement de fuseau n'est pas jugé
with borne as (
  select coalesce($2::date, date_trunc('week', current_date)::date - 7) as derniere
), modele as (
  select split_part(m, '=', 1) as vue, split_part(m, '=', 2) as empreinte from unnest(string_to_array($3::text, ',')) m
), vue as (
  select vue, empreinte, true as au_catalogue from modele
  union all
  select vue, null, $3::text is null from pipeline.vue
  where vue not in (select vue from modele) and to_regclass(format('public.%I', vue)) is not null
), semaine as (
  select semaine from pipeline.semaine where nb_evenements > 0
  union
  select semaine from pipeline.vue_semaine where vue in (select vue from vue)
), etat as materialized ( -- une fois par case : chaque colonne qui en parle chercherait de nouveau les semaines changées
  select t.semaine, v.vue, v.au_catalogue, coalesce(s.nb_evenements, 0) as nb_evenements, p.vue is not null as calculee, p.date_calcul, p.nb_evenements as nb_evenements_vus,
         p.duree_ms, p.suivi, coalesce(p.provisoire, false) as provisoire, coalesce(p.empreinte <> v.empreinte, false) as modele, coalesce(p.fuseau <> $4::text, false) as fuseau,
         array(
           select f.semaine::text
           from pipeline.semaine f
           where f.semaine between (t.semaine - interval '2 months')::date - 6 and t.semaine and f.changement > p.changement
           order by f.semaine
         ) as changees,
         v.au_catalogue and t.semaine <= (select derniere from borne) as jugee
  from semaine t
  cross join vue v
  left join pipeline.semaine s on s.semaine = t.semaine
  left join pipeline.vue_semaine p on p.vue = v.vue and p.semaine = t.semaine
  where t.semaine between '0001-01-08' and (select derniere from borne) + 7 and ($1::integer is null or extract(year from t.semaine) = $1)
), raison as materialized (
  select *,
         case
           when not jugee then ''
           when nb_evenements <= 0 then case when calculee then 'événements partis' else '' end
           else concat_ws(', ', case when not calculee then 'manquante' end, case when provisoire then 'provisoire' end, case when modele then 'modèle changé' end,
             case when fuseau then 'fuseau changé' end, case when cardinality(changees) > 0 then 'événements changés' end)
         end as raisons
  from etat
)
select r.semaine, r.vue, r.nb_evenements, r.calculee, r.provisoire, r.raisons <> '' as a_calculer, r.raisons,
       case when r.raisons like '%événements changés' then array_to_string(r.changees, ', ') else '' end as semaines_changees,
       (select count(*) from pipeline.revision v where v.semaine = r.semaine and v.vue = r.vue) as revisions,
       r.date_calcul, r.nb_evenements_vus, r.duree_ms, r.suivi as execution, j.type_job as travail, r.au_catalogue
from raison r
left join pipeline.suivi_job j on j.id = r.suivi
order by r.semaine desc, r.vue;
