-- $1 the latest date that analytics has, $2 rows of a page, $3 rows of the pages before: the next page. Production has no index on the
-- date, so each page reads and sorts the table again. The id is there to settle ties: without it, rows between two pages are lost or come twice.
select id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code
from evenement_engagement_hebdo
where date_evenement > $1
order by date_evenement, id
limit $2 offset $3
