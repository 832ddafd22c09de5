//! `#[derive(Event)]`: gives a payload its name on the wire.
//!
//! Use it through `bellwire::Event`, which exports the trait and the derive under one name. The
//! code it writes names that path; a crate that knows `bellwire-protocol` alone says
//! `extern crate bellwire_protocol as bellwire;` once.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{DeriveInput, LitStr, parse_macro_input};

/// Implements `Event` for a struct or an enum.
///
/// The name on the wire is the type's name in snake case (`JobCreated` → `job_created`), or what
/// `#[event(name = "…")]` says, for names that are no Rust identifier (`job.posted`).
#[proc_macro_derive(Event, attributes(event))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    implement(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn implement(input: &DeriveInput) -> syn::Result<Tokens> {
    let name = wire_name(input)?;
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::bellwire::Event for #ident #type_generics #where_clause {
            const NAME: &'static str = #name;
        }
    })
}

fn wire_name(input: &DeriveInput) -> syn::Result<String> {
    let mut name = None;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("event")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("name") {
                return Err(meta.error("expected `name = \"…\"`"));
            }
            let value: LitStr = meta.value()?.parse()?;
            if value.value().is_empty() {
                return Err(syn::Error::new(value.span(), "an event's name cannot be empty"));
            }
            name = Some(value.value());
            Ok(())
        })?;
    }
    Ok(name.unwrap_or_else(|| snake_case(&input.ident.to_string())))
}

/// `JobCreated` → `job_created`, `HTTPError` → `http_error`.
fn snake_case(ident: &str) -> String {
    let mut snake = String::with_capacity(ident.len() + 4);
    let mut previous_is_lower = false;
    let mut letters = ident.chars().peekable();
    while let Some(letter) = letters.next() {
        let starts_word = letter.is_uppercase()
            && (previous_is_lower || letters.peek().is_some_and(|next| next.is_lowercase()));
        if starts_word && !snake.is_empty() {
            snake.push('_');
        }
        previous_is_lower = letter.is_lowercase() || letter.is_numeric();
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn names_follow_the_field_s_snake_case() {
        assert_eq!(snake_case("JobCreated"), "job_created");
        assert_eq!(snake_case("HTTPError"), "http_error");
        assert_eq!(snake_case("Ping"), "ping");
        assert_eq!(snake_case("Step2Done"), "step2_done");
    }
}
