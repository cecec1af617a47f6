CREATE TABLE "runners" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account" text NOT NULL,
	"gitlab_url" text NOT NULL,
	"token" "bytea" NOT NULL,
	"wanted" text DEFAULT 'present' NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" jsonb,
	"backend" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "runners_present" ON "runners" USING btree ("account") WHERE wanted = 'present';