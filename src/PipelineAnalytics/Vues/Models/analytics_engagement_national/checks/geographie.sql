-- The country has at least the users of each of its departments and, for the users seen, at most their sum.
-- (Not so for the actifs: one who moves may be actif in the country and in no department.)
-- $1 first Monday, $2 last Monday.
select n.semaine, n.structure, n.type_utilisateur, n.nombre_utilisateurs_2_mois, d.plus_grand_2_mois, d.somme_2_mois, n.nombre_utilisateurs_1_mois, d.somme_1_mois
from public.analytics_engagement_national n
full join (
  select semaine, structure, type_utilisateur,
         max(nombre_utilisateurs_2_mois) as plus_grand_2_mois, sum(nombre_utilisateurs_2_mois) as somme_2_mois,
         max(nombre_utilisateurs_1_mois) as plus_grand_1_mois, sum(nombre_utilisateurs_1_mois) as somme_1_mois,
         max(nombre_utilisateurs_engages_2_jours_dans_la_semaine) as plus_grand_actifs
  from public.analytics_engagement
  where semaine between $1 and $2
  group by 1, 2, 3
) d using (semaine, structure, type_utilisateur)
where coalesce(n.semaine, semaine) between $1 and $2
  and not coalesce(n.nombre_utilisateurs_2_mois between d.plus_grand_2_mois and d.somme_2_mois
               and n.nombre_utilisateurs_1_mois between d.plus_grand_1_mois and d.somme_1_mois
               and n.nombre_utilisateurs_engages_2_jours_dans_la_semaine >= d.plus_grand_actifs, false)
