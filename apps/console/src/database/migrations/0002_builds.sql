CREATE TABLE "build_logs" (
	"build" uuid NOT NULL,
	"at" integer NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "build_logs_build_at_pk" PRIMARY KEY("build","at")
);
--> statement-breakpoint
CREATE TABLE "builds" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account" text NOT NULL,
	"reference" text NOT NULL,
	"backend" text NOT NULL,
	"state" text DEFAULT 'receiving' NOT NULL,
	"reason" jsonb,
	"replica" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "build_logs" ADD CONSTRAINT "build_logs_build_builds_id_fk" FOREIGN KEY ("build") REFERENCES "public"."builds"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_account_accounts_name_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "builds_account" ON "builds" USING btree ("account","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "builds_going" ON "builds" USING btree ("replica") WHERE ended_at is null;