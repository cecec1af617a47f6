CREATE TABLE "stored_leftovers" (
	"stored" text PRIMARY KEY NOT NULL,
	"reference" text NOT NULL
);
