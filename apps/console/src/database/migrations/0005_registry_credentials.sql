CREATE TABLE "private_repositories" (
	"repository" text NOT NULL,
	"at_start" boolean NOT NULL,
	CONSTRAINT "private_repositories_repository_at_start_pk" PRIMARY KEY("repository","at_start")
);
--> statement-breakpoint
CREATE TABLE "registry_credentials" (
	"account" text NOT NULL,
	"registry" text NOT NULL,
	"user_name" text NOT NULL,
	"password" "bytea" NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "registry_credentials_account_registry_pk" PRIMARY KEY("account","registry")
);
--> statement-breakpoint
ALTER TABLE "pulls" DROP CONSTRAINT "pulls_backend_image_pk";--> statement-breakpoint
ALTER TABLE "pulls" ADD COLUMN "account" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "pulls" ADD CONSTRAINT "pulls_backend_image_account_pk" PRIMARY KEY("backend","image","account");--> statement-breakpoint
ALTER TABLE "containers" ADD COLUMN "pull_as" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "containers" ADD COLUMN "image_proved" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "registry_credentials" ADD CONSTRAINT "registry_credentials_account_accounts_name_fk" FOREIGN KEY ("account") REFERENCES "public"."accounts"("name") ON DELETE cascade ON UPDATE no action;