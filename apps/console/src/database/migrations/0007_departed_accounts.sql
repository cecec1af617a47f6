CREATE TABLE "departed_accounts" (
	"account" text PRIMARY KEY NOT NULL,
	"departed_at" timestamp with time zone NOT NULL
);
