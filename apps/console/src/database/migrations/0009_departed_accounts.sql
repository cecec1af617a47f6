CREATE TABLE "departed_accounts" (
	"account" text PRIMARY KEY NOT NULL,
	"departed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stored_leftovers" (
	"stored" text PRIMARY KEY NOT NULL,
	"reference" text NOT NULL
);
