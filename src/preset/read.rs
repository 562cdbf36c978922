//! From TOML to a preset.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Error, FORMAT_VERSION, NEVER_IN_PRESETS, Preset, PresetValue};
use crate::chain::parameter::{Range, TextError};
use crate::chain::{PARAMETERS, Parameter};

/// A file's name and text, to say where things stand.
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn line(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or(self.text);
        1 + before.matches('\n').count()
    }

    fn error(&self, offset: usize, message: String) -> Error {
        Error {
            file: self.file.to_owned(),
            line: self.line(offset),
            message,
        }
    }

    fn warning(&self, offset: usize, message: &str) -> String {
        self.error(offset, message.to_owned()).to_string()
    }
}

/// Reads the text of a preset.
pub(super) fn parse(file: &str, text: &str) -> Result<Preset, Error> {
    let source = Source { file, text };
    let document = DeTable::parse(text).map_err(|error| {
        let message = error.message().replace('\n', ", ");
        source.error(error.span().map_or(0, |span| span.start), message)
    })?;
    let table = document.get_ref();
    check_version(&source, table)?;
    let mut preset = Preset {
        name: required_text(&source, table, "name")?,
        description: required_text(&source, table, "description")?,
        category: optional_text(&source, table, "category")?,
        values: Vec::new(),
        warnings: Vec::new(),
    };
    let mut entries: Vec<_> = required(&source, table, "values", "the table [values]")
        .and_then(|values| {
            values.get_ref().as_table().ok_or_else(|| {
                let found = describe(values.get_ref());
                let message = format!("values: found {found}, expected the table [values]");
                source.error(values.span().start, message)
            })
        })?
        .iter()
        .collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        read_value(&source, &mut preset, key.get_ref(), value)?;
    }
    Ok(preset)
}

fn required<'a, 'i>(
    source: &Source<'_>,
    table: &'a DeTable<'i>,
    key: &str,
    expected: &str,
) -> Result<&'a Spanned<DeValue<'i>>, Error> {
    table.get(key).ok_or_else(|| Error {
        file: source.file.to_owned(),
        line: 0,
        message: format!("found no \"{key}\", expected {expected}"),
    })
}

fn optional_text(
    source: &Source<'_>,
    table: &DeTable<'_>,
    key: &str,
) -> Result<Option<String>, Error> {
    table
        .get(key)
        .map(|value| text(source, key, value))
        .transpose()
}

fn required_text(source: &Source<'_>, table: &DeTable<'_>, key: &str) -> Result<String, Error> {
    let value = required(source, table, key, &format!("{key} = \"...\""))?;
    text(source, key, value)
}

fn text(source: &Source<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Error> {
    match value.get_ref().as_str() {
        Some(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        _ => {
            let found = describe(value.get_ref());
            let message = format!("{key}: found {found}, expected a text");
            Err(source.error(value.span().start, message))
        }
    }
}

fn check_version(source: &Source<'_>, table: &DeTable<'_>) -> Result<(), Error> {
    let expected = format!("version = {FORMAT_VERSION}");
    let value = required(source, table, "version", &expected)?;
    match number(value.get_ref()) {
        Some(version) if version == FORMAT_VERSION as f64 => Ok(()),
        _ => {
            let found = describe(value.get_ref());
            let message = format!("version: found {found}, expected {FORMAT_VERSION}");
            Err(source.error(value.span().start, message))
        }
    }
}

fn read_value(
    source: &Source<'_>,
    preset: &mut Preset,
    id: &str,
    value: &Spanned<DeValue<'_>>,
) -> Result<(), Error> {
    let offset = value.span().start;
    if NEVER_IN_PRESETS.contains(&id) {
        let message = format!("{id} belongs to the session, expected a parameter of the sound");
        return Err(source.error(offset, message));
    }
    let Some(parameter) = PARAMETERS.iter().find(|parameter| parameter.id == id) else {
        let message = format!("{id}: no such parameter in this version, ignored");
        preset.warnings.push(source.warning(offset, &message));
        return Ok(());
    };
    let value = match parse_value(parameter, value.get_ref()) {
        Ok(value) => value,
        Err(error @ TextError::UnknownChoice { .. }) => {
            let default = parameter.default_value();
            let name = parameter.format(default);
            let message = format!("{id}: {error}; set to the default, {name}");
            preset.warnings.push(source.warning(offset, &message));
            default
        }
        Err(error) => return Err(source.error(offset, format!("{id}: {error}"))),
    };
    preset.values.push(PresetValue { parameter, value });
    Ok(())
}

/// A value as text, or directly as a number or switch where the parameter is one.
fn parse_value(parameter: &Parameter, value: &DeValue<'_>) -> Result<f64, TextError> {
    let malformed = || TextError::Malformed {
        found: describe(value),
        expected: parameter.expected(),
    };
    match (value, parameter.range) {
        (DeValue::String(text), _) => parameter.parse(text),
        (DeValue::Boolean(is_on), Range::Switch) => Ok(f64::from(u8::from(*is_on))),
        (
            DeValue::Integer(_) | DeValue::Float(_),
            Range::Linear { .. } | Range::Logarithmic { .. },
        ) => parameter.check(number(value).ok_or_else(malformed)?),
        // The ids of some lists look like numbers: `pad = -20`.
        (DeValue::Integer(integer), Range::Choice) => parameter.parse(integer.as_str()),
        _ => Err(malformed()),
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .map(|number| number as f64),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

/// A value as an error names it.
fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(integer) => integer.to_string(),
        DeValue::Float(float) => float.to_string(),
        DeValue::Boolean(boolean) => boolean.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
