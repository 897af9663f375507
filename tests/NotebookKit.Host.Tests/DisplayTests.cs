using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using NotebookKit.Host.Display;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Tests;

public sealed class DisplayTests
{
    [Fact]
    public void Null_is_shown_as_null() => Assert.Equal("null", OnlyPlain(null));

    [Theory]
    [InlineData(3, "3")]
    [InlineData(0.5, "0.5")]
    [InlineData(true, "True")]
    [InlineData("a <b>", "a <b>")]
    [InlineData(DayOfWeek.Monday, "Monday")]
    public void Simple_values_have_only_a_plain_form(object value, string text) => Assert.Equal(text, OnlyPlain(value));

    [Fact]
    public void An_array_of_numbers_is_plain_text() => Assert.Equal("[ 1, 2, 3 ]", OnlyPlain(new[] { 1, 2, 3 }));

    [Fact]
    public void An_object_has_an_html_and_a_plain_form()
    {
        var bundle = MimeBundle.Of(new { A = 1, B = "<x>" });
        Assert.Contains("&lt;x&gt;", bundle["text/html"]!.GetValue<string>());
        Assert.Contains("A: 1", bundle["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public void Html_content_stays_html() => Assert.Equal("<b>x</b>", MimeBundle.Of(new HtmlString("<b>x</b>"))["text/html"]!.GetValue<string>());

    [Fact]
    public void An_object_whose_text_form_throws_still_shows_something()
    {
        var bundle = MimeBundle.Of(new Thrower());
        Assert.Contains(nameof(Thrower), bundle["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public void A_huge_string_is_cut_with_a_note()
    {
        var text = OnlyPlain(new string('x', 5_000_000));
        Assert.InRange(text.Length, 1_000_000, 1_100_000);
        Assert.EndsWith("(5,000,000 characters, cut here)", text);
    }

    [Fact]
    public void A_list_that_holds_itself_ends()
    {
        var list = new List<object>();
        list.Add(list);
        Assert.Contains("holds itself", MimeBundle.Of(list)["text/plain"]!.GetValue<string>());
        var map = new Dictionary<string, object>();
        map["me"] = map;
        Assert.Contains("holds itself", MimeBundle.Of(map)["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public void A_type_shows_itself_by_the_convention_alone()
    {
        var bundle = MimeBundle.Of(new Figure());
        Assert.Equal("<svg/>", bundle["image/svg+xml"]!.GetValue<string>());
        Assert.Equal("a figure", bundle["text/plain"]!.GetValue<string>());
        Assert.Equal(1, bundle["application/vnd.plotly.v1+json"]!["data"]!.GetValue<int>());
    }

    [Fact]
    public void A_string_shown_under_its_own_mime_type_is_taken_as_it_is() =>
        Assert.Equal("<svg/>", MimeBundle.Of("<svg/>", ["image/svg+xml"])["image/svg+xml"]!.GetValue<string>());

    [Fact]
    public void Fast_updates_are_held_back_and_the_last_one_always_comes()
    {
        var time = new StoppedTime();
        var events = new List<CellEvent>();
        var channel = new DisplayChannel(events.Add, time);
        var shown = channel.Show("start", []);
        for (var i = 0; i < 1000; i++)
        {
            shown.Update(i);
        }

        Assert.Single(events);
        channel.Flush();
        channel.Flush();
        Assert.Equal("999", Assert.Single(events.OfType<UpdateEvent>()).Data["text/plain"]!.GetValue<string>());
        time.Ticks += TimeSpan.TicksPerSecond;
        shown.Update("later");
        Assert.Equal(3, events.Count);
    }

    [Fact]
    public void Console_output_keeps_its_order_between_the_streams()
    {
        var events = new List<CellEvent>();
        using var console = new ConsoleCapture(message => { lock (events) { events.Add(message); } });
        console.Out.Write("a");
        console.Error.Write("b");
        console.Out.Write("c\n");
        console.Flush();
        lock (events)
        {
            Assert.Equal("abc\n", string.Concat(events.Cast<StreamEvent>().Select(chunk => chunk.Text)));
            Assert.Equal(["stdout", "stderr", "stdout"], events.Cast<StreamEvent>().Select(chunk => chunk.Name));
        }
    }

    private static string OnlyPlain(object? value)
    {
        JsonObject bundle = MimeBundle.Of(value);
        Assert.Equal(["text/plain"], bundle.Select(form => form.Key));
        return bundle["text/plain"]!.GetValue<string>();
    }

    private sealed class StoppedTime : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }

    public sealed class Thrower
    {
        private readonly int value = 1;

        public int Value => value > 0 ? throw new InvalidOperationException() : value;

        public override string ToString() => throw new InvalidOperationException();
    }

    [TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = ["image/svg+xml", "application/vnd.plotly.v1+json"])]
    public sealed class Figure;

    public sealed class FigureFormatters
    {
        private readonly object[] formatters =
        [
            new FigureFormatter("text/plain", "a figure"),
            new FigureFormatter("image/svg+xml", "<svg/>"),
            new FigureFormatter("application/vnd.plotly.v1+json", "{\"data\": 1}"),
        ];

        public IEnumerable<object> CreateTypeFormatters() => formatters;
    }

    public sealed class FigureFormatter(string mime, string text)
    {
        public string MimeType => mime;

        public bool Format(object value, TextWriter writer)
        {
            writer.Write(value is Figure ? text : "");
            return true;
        }
    }
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType => formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}
