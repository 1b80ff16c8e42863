-- $1 how many, newest first
select date_revision, vue, semaine, nb_cellules, cause, maille::text, colonne, avant::text, apres::text, suivi
from pipeline.revision
order by id desc
limit $1
