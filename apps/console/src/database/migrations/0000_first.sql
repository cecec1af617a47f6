CREATE TABLE "accounts" (
	"name" text PRIMARY KEY NOT NULL,
	"display_name" text NOT NULL,
	"role" text NOT NULL,
	"source" text NOT NULL,
	"password_hash" text,
	"disabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_login_at" timestamp with time zone,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"time" timestamp with time zone DEFAULT now() NOT NULL,
	"account" text,
	"action" text NOT NULL,
	"target" text,
	"owner" text,
	"outcome" text NOT NULL,
	"address" text
);
--> statement-breakpoint
CREATE TABLE "backends" (
	"name" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"token" "bytea" NOT NULL,
	"ca" text,
	"managed" text NOT NULL,
	"lending" boolean DEFAULT true NOT NULL,
	"allow_unhardened" boolean DEFAULT false NOT NULL,
	"info" jsonb,
	"reachable" boolean DEFAULT false NOT NULL,
	"error" text,
	"last_seen_at" timestamp with time zone,
	"unknown_containers" integer DEFAULT 0 NOT NULL,
	"events_since" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "containers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account" text NOT NULL,
	"name" text NOT NULL,
	"image" text NOT NULL,
	"environments" "bytea" NOT NULL,
	"guest_ports" integer[] NOT NULL,
	"command" text[],
	"limits" jsonb NOT NULL,
	"requested_backend" text,
	"backend" text,
	"wanted" text NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"restart_generation" integer DEFAULT 0 NOT NULL,
	"restarted_generation" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"reason" jsonb,
	"progress" jsonb,
	"observed" jsonb,
	"turn" integer DEFAULT 0 NOT NULL,
	"claimed_by" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"deadline" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "images" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"reference" text NOT NULL,
	"owner" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"size" bigint NOT NULL,
	"backends" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"instance" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "login_failures" (
	"subject" text NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "login_failures_subject_pk" PRIMARY KEY("subject")
);
--> statement-breakpoint
CREATE TABLE "pulls" (
	"backend" text NOT NULL,
	"image" text NOT NULL,
	"layers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "pulls_backend_image_pk" PRIMARY KEY("backend","image")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"hash" "bytea" NOT NULL,
	"account" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "containers" ADD CONSTRAINT "containers_account_accounts_name_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "containers" ADD CONSTRAINT "containers_backend_backends_name_fk" FOREIGN KEY ("backend") REFERENCES "public"."backends"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_owner_accounts_name_fk" FOREIGN KEY ("owner") REFERENCES "public"."accounts"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulls" ADD CONSTRAINT "pulls_backend_backends_name_fk" FOREIGN KEY ("backend") REFERENCES "public"."backends"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_accounts_name_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_account_accounts_name_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_account" ON "audit" USING btree ("account","id");--> statement-breakpoint
CREATE UNIQUE INDEX "containers_account_name" ON "containers" USING btree ("account","name");--> statement-breakpoint
CREATE INDEX "containers_account_created" ON "containers" USING btree ("account","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "containers_created" ON "containers" USING btree ("created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "containers_backend" ON "containers" USING btree ("backend");--> statement-breakpoint
CREATE INDEX "containers_unsettled" ON "containers" USING btree ("turn","created_at") WHERE state in ('pulling', 'creating', 'removing');--> statement-breakpoint
CREATE UNIQUE INDEX "images_reference" ON "images" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "images_owner" ON "images" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account");--> statement-breakpoint
CREATE UNIQUE INDEX "tokens_hash" ON "tokens" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "tokens_account" ON "tokens" USING btree ("account");