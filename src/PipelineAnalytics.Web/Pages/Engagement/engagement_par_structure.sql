-- Engagement national par semaine et structure
-- Une ligne par semaine et structure : les six indicateurs, sommés sur les autres groupes retenus.
-- Qui est dans plusieurs des groupes sommés compte une fois dans chacun.
-- $1 du (semaine, facultatif) : première semaine ; vide, 51 semaines avant la dernière
-- $2 au (semaine, facultatif) : dernière semaine ; vide, la dernière publiée
-- $3 structure (texte, facultatif) : vide, toutes
-- $4 type (texte, facultatif) : type d'utilisateur ; vide, tous
select semaine, structure,
       sum(nombre_utilisateurs_2_mois) as deux_mois,
       sum(nombre_utilisateurs_1_mois) as un_mois,
       sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine) as actifs,
       sum(nombre_utilisateurs_2_evenements_dans_la_semaine) as deux_evenements,
       sum(nb_actifs_3_semaines_sur_6) as trois_sur_six,
       sum(nb_actifs_4_semaines_sur_6) as quatre_sur_six
from analytics_engagement_national
where semaine >= coalesce($1::date, $2::date - 357, (select max(semaine) from analytics_engagement_national) - 357)
  and ($2::date is null or semaine <= $2)
  and ($3::text is null or structure = $3)
  and ($4::text is null or type_utilisateur = $4)
group by semaine, structure
order by semaine, structure;
