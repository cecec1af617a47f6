import {
  ActionIcon,
  Anchor,
  Button,
  Menu,
  type ActionIconProps,
  type AnchorProps,
  type ButtonProps,
  type MenuItemProps,
} from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type With<P> = P & Omit<ComponentPropsWithRef<'a'>, keyof P>

/** Mantine's looks on the router's typed links. */
export const AnchorLink = createLink((props: With<AnchorProps>) => <Anchor {...props} />)
export const ButtonLink = createLink((props: With<ButtonProps>) => <Button component="a" {...props} />)
export const IconLink = createLink((props: With<ActionIconProps>) => <ActionIcon component="a" {...props} />)
export const MenuLink = createLink((props: With<MenuItemProps>) => <Menu.Item component="a" {...props} />)
