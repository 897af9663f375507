using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Protocol;
using NotebookKit.Host.Running;

namespace NotebookKit.Host.Tests;

public sealed class OutputTests
{
    private readonly NotebookCell cell = NotebookCell.Code("");

    [Fact]
    public void Neighbouring_chunks_of_one_stream_merge_and_others_keep_their_order()
    {
        Apply(new StreamEvent("stdout", "a"), new StreamEvent("stdout", "b"), new StreamEvent("stderr", "c"), new StreamEvent("stdout", "d"));
        Assert.Equal(["stdout ab", "stderr c", "stdout d"], cell.Outputs.Select(output => $"{output!["name"]} {output["text"]}"));
    }

    [Fact]
    public void An_update_replaces_what_was_displayed_in_place()
    {
        Apply(new DisplayEvent("1", Plain("old")), new DisplayEvent("2", Plain("other")), new UpdateEvent("1", Plain("new")));
        Assert.Equal(["new", "other"], cell.Outputs.Select(output => output!["data"]!["text/plain"]!.GetValue<string>()));
    }

    [Fact]
    public void An_update_reaches_the_output_of_an_earlier_cell()
    {
        var displays = new Dictionary<string, List<JsonObject>>();
        new CellOutputs(cell, displays).Apply(new DisplayEvent("1", Plain("old")));
        var later = NotebookCell.Code("");
        new CellOutputs(later, displays).Apply(new UpdateEvent("1", Plain("new")));
        Assert.Equal("new", cell.Outputs[0]!["data"]!["text/plain"]!.GetValue<string>());
        Assert.Empty(later.Outputs);
    }

    [Fact]
    public void Clear_output_empties_at_once_or_waits_for_the_next_output()
    {
        Apply(new StreamEvent("stdout", "a"), new ClearEvent(Wait: false));
        Assert.Empty(cell.Outputs);
        Apply(new StreamEvent("stdout", "a"), new ClearEvent(Wait: true));
        Assert.Single(cell.Outputs);
        Apply(new StreamEvent("stdout", "a"), new ClearEvent(Wait: true), new StreamEvent("stdout", "b"));
        Assert.Equal("b", cell.Outputs[^1]!["text"]!.GetValue<string>());
    }

    [Fact]
    public void The_output_of_a_cell_is_cut_with_a_note()
    {
        var outputs = new CellOutputs(cell, [], most: 10);
        outputs.Apply(new StreamEvent("stdout", "123456789"));
        outputs.Apply(new StreamEvent("stdout", "123456789"));
        outputs.Apply(new StreamEvent("stdout", "123456789"));
        outputs.Apply(new ErrorEvent("E", "m", ["t"]));
        outputs.Finish();
        Assert.Equal(["stream", "stream", "error"], cell.Outputs.Select(output => output!["output_type"]!.GetValue<string>()));
        Assert.Contains("cut", cell.Outputs[1]!["text"]!.GetValue<string>());
    }

    [Fact]
    public void A_stream_that_jupyter_does_not_know_is_dropped()
    {
        Apply(new StreamEvent("<b>", "x"));
        Assert.Empty(cell.Outputs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"type\": \"bomb\"}")]
    [InlineData("{\"type\": \"stream\", \"name\": null, \"text\": \"\"}")]
    [InlineData("{\"type\": \"display\"}")]
    public void A_bad_message_is_no_message(string line) =>
        Assert.Null(ProtocolJson.TryRead<CellEvent>(System.Text.Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_line_that_is_too_long_is_skipped_and_half_a_line_dropped()
    {
        using var stream = new MemoryStream("short\nmuch too long\nnext\nhalf"u8.ToArray());
        var reader = new LineReader(stream, longestLine: 6);
        Assert.Equal("short"u8.ToArray(), reader.Read()!);
        Assert.Empty(reader.Read()!);
        Assert.Equal("next"u8.ToArray(), reader.Read()!);
        Assert.Null(reader.Read());
    }

    private static JsonObject Plain(string text) => new() { ["text/plain"] = text };

    private void Apply(params CellEvent[] events)
    {
        var outputs = new CellOutputs(cell, []);
        foreach (var message in events)
        {
            outputs.Apply(message);
        }

        outputs.Finish();
    }
}
