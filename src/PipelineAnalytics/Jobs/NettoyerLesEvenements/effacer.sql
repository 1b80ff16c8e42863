-- $1 ids, $2 their dates as analytics has them: a row that production changed since it was read is no longer that event, and stays.
delete from public.evenement_engagement_hebdo e
using unnest($1::bigint[], $2::text[]) p (id, date_evenement)
where e.id = p.id and e.date_evenement = p.date_evenement::timestamptz
