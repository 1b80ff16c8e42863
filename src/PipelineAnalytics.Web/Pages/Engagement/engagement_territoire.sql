-- Engagement d'un département ou d'une région par semaine
-- Une ligne par semaine : les six indicateurs, sommés sur les groupes retenus, et l'assiduité (actifs ÷ 2 mois, en %).
-- Sans département ni région il n'y a aucune ligne : le pays entier est dans engagement_national.
-- Qui est dans plusieurs des groupes sommés compte une fois dans chacun.
-- $1 du (semaine, facultatif) : première semaine ; vide, 51 semaines avant la dernière
-- $2 au (semaine, facultatif) : dernière semaine ; vide, la dernière publiée
-- $3 structure (texte, facultatif) : vide, toutes
-- $4 type (texte, facultatif) : type d'utilisateur ; vide, tous
-- $5 departement (texte, facultatif) : code ; vide, ceux de la région
-- $6 region (texte, facultatif) : nom ; vide, celles du département
select semaine,
       sum(nombre_utilisateurs_2_mois) as deux_mois,
       sum(nombre_utilisateurs_1_mois) as un_mois,
       sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine) as actifs,
       sum(nombre_utilisateurs_2_evenements_dans_la_semaine) as deux_evenements,
       sum(nb_actifs_3_semaines_sur_6) as trois_sur_six,
       sum(nb_actifs_4_semaines_sur_6) as quatre_sur_six,
       round(100.0 * sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine) / nullif(sum(nombre_utilisateurs_2_mois), 0), 2) as assiduite
from analytics_engagement
where semaine >= coalesce($1::date, $2::date - 357, (select max(semaine) from analytics_engagement) - 357)
  and ($2::date is null or semaine <= $2)
  and ($3::text is null or structure = $3)
  and ($4::text is null or type_utilisateur = $4)
  and ($5::text is null or departement = $5)
  and ($6::text is null or region = $6)
  and coalesce($5::text, $6::text) is not null
group by semaine
order by semaine;
