-- Révisions : ce qui a bougé dans des semaines déjà publiées.
-- Une ligne par révision, la plus récente d'abord, avec sa plus grande variation : la ligne (maille), la colonne, la valeur avant et après. Vide : la ligne n'existait pas.
-- $1 semaine (semaine, facultatif) : vide, toutes
-- $2 vue (texte, facultatif) : vide, toutes
-- $3 execution (entier, facultatif, de 1 à 2147483647) : celles d'une exécution ; vide, toutes
-- $4 nombre (entier, facultatif, de 1 à 100000) : lignes au plus ; vide, 200
select date_revision, semaine, vue, cause, nb_cellules, maille::text as maille, colonne, avant #>> '{}' as avant, apres #>> '{}' as apres, suivi as execution
from pipeline.revision
where ($1::date is null or semaine = $1) and ($2::text is null or vue = $2) and ($3::integer is null or suivi = $3)
order by id desc
limit coalesce($4::integer, 200);
