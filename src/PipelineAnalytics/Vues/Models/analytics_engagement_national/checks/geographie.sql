-- The country has at least the users of each of its departments, for every indicator: what a user did in one department he did in the
-- country. For the users seen it has at most their sum. (Not so for the others: one who moves may be actif, or have his two events,
-- in the country and in no department.)
-- $1 first Monday, $2 last Monday.
with departement as (
  select semaine, structure, type_utilisateur,
         max(nombre_utilisateurs_2_mois) as plus_grand_2_mois, sum(nombre_utilisateurs_2_mois) as somme_2_mois,
         max(nombre_utilisateurs_1_mois) as plus_grand_1_mois, sum(nombre_utilisateurs_1_mois) as somme_1_mois,
         max(nombre_utilisateurs_2_evenements_dans_la_semaine) as plus_grand_2_evenements,
         max(nombre_utilisateurs_engages_2_jours_dans_la_semaine) as plus_grand_actifs,
         max(nb_actifs_3_semaines_sur_6) as plus_grand_3_sur_6,
         max(nb_actifs_4_semaines_sur_6) as plus_grand_4_sur_6
  from public.analytics_engagement
  where semaine between $1 and $2
  group by 1, 2, 3
), pays as (
  select *
  from public.analytics_engagement_national
  where semaine between $1 and $2
)
select semaine, structure, type_utilisateur,
       p.nombre_utilisateurs_2_mois, d.plus_grand_2_mois, d.somme_2_mois,
       p.nombre_utilisateurs_1_mois, d.plus_grand_1_mois, d.somme_1_mois,
       p.nombre_utilisateurs_2_evenements_dans_la_semaine, d.plus_grand_2_evenements,
       p.nombre_utilisateurs_engages_2_jours_dans_la_semaine, d.plus_grand_actifs,
       p.nb_actifs_3_semaines_sur_6, d.plus_grand_3_sur_6,
       p.nb_actifs_4_semaines_sur_6, d.plus_grand_4_sur_6
from pays p
full join departement d using (semaine, structure, type_utilisateur)
where not coalesce(
  p.nombre_utilisateurs_2_mois between d.plus_grand_2_mois and d.somme_2_mois
  and p.nombre_utilisateurs_1_mois between d.plus_grand_1_mois and d.somme_1_mois
  and p.nombre_utilisateurs_2_evenements_dans_la_semaine >= d.plus_grand_2_evenements
  and p.nombre_utilisateurs_engages_2_jours_dans_la_semaine >= d.plus_grand_actifs
  and p.nb_actifs_3_semaines_sur_6 >= d.plus_grand_3_sur_6
  and p.nb_actifs_4_semaines_sur_6 >= d.plus_grand_4_sur_6, false)
