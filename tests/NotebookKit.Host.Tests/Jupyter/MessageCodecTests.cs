using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Host.Jupyter.Messages;

namespace NotebookKit.Host.Tests.Jupyter;

/// <summary>Only a message that is whole, signed and new is read.</summary>
public sealed class MessageCodecTests
{
    private const string Header = """{"msg_id": "1", "msg_type": "execute_request", "session": "s", "username": "u", "version": "5.4"}""";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("secret");
    private readonly MessageCodec codec = new(Key);

    [Fact]
    public void A_signed_message_is_read_with_its_envelope_and_buffers_are_allowed()
    {
        var message = codec.Read([[9], .. Signed(Header, "{}", "{}", """{"code": "1", "silent": true}"""), [1, 2, 3]]);
        Assert.Equal([9], Assert.Single(message!.Envelope));
        Assert.Equal(("execute_request", "1", "s", "1", true), (message.Type, message.Id, message.Session, message.Text("code"), message.Flag("silent", false)));
    }

    [Fact]
    public void What_one_codec_writes_another_reads_and_the_parent_is_the_request()
    {
        var request = codec.Read(Signed(Header, "{}", "{}", "{}"))!;
        var frames = codec.Write("stream", request, new JsonObject { ["text"] = "é😀\u0001" }, [Encoding.ASCII.GetBytes("topic")]);
        var read = new MessageCodec(Key).Read(frames)!;
        Assert.Equal("é😀\u0001", read.Text("text"));
        Assert.Equal("1", JupyterMessage.Text(read.ParentHeader, "msg_id"));
        Assert.Equal("5.4", JupyterMessage.Text(read.Header, "version"));
        Assert.Null(new MessageCodec(Encoding.UTF8.GetBytes("other")).Read(frames));
    }

    [Fact]
    public void A_message_counts_once()
    {
        var frames = Signed(Header, "{}", "{}", "{}");
        Assert.NotNull(codec.Read(frames));
        Assert.Null(codec.Read(frames));
    }

    [Fact]
    public void A_signature_of_another_length_key_or_text_is_refused()
    {
        var frames = Signed(Header, "{}", "{}", "{}");
        foreach (var wrong in new[] { "", "00", new string('0', 64), Encoding.ASCII.GetString(frames[1]).ToUpperInvariant() + "0" })
        {
            Assert.Null(codec.Read([frames[0], Encoding.ASCII.GetBytes(wrong), .. frames[2..]]));
        }

        Assert.Null(codec.Read([.. frames[..5], "{\"code\": 1}"u8.ToArray()]));
        Assert.NotNull(codec.Read(frames));
    }

    [Theory]
    [InlineData("[]", "{}", "{}", "{}")]
    [InlineData("{}", "{}", "{}", "{}")]
    [InlineData("""{"msg_id": 1, "msg_type": "a", "session": "s"}""", "{}", "{}", "{}")]
    [InlineData("""{"msg_id": "1", "msg_id": "2", "msg_type": "a", "session": "s"}""", "{}", "{}", "{}")]
    [InlineData("""{"msg_id": "1", "msg_type": "a", "session": "\ud800"}""", "{}", "{}", "{}")]
    [InlineData(Header, "null", "{}", "{}")]
    [InlineData(Header, "{}", "{", "{}")]
    [InlineData(Header, "{}", "{}", "1")]
    [InlineData(Header, "{}", "{}", "")]
    public void Signed_nonsense_is_refused(string header, string parent, string metadata, string content) =>
        Assert.Null(codec.Read(Signed(header, parent, metadata, content)));

    [Fact]
    public void Missing_frames_and_a_flood_of_brackets_are_refused()
    {
        var frames = Signed(Header, "{}", "{}", "{}");
        for (var count = 0; count < frames.Length; count++)
        {
            Assert.Null(codec.Read(frames[..count]));
        }

        Assert.Null(codec.Read(frames[1..]));
        Assert.Null(codec.Read(Signed(Header, "{}", "{}", "{\"a\":" + new string('[', 100_000))));
    }

    private static byte[][] Signed(params string[] parts)
    {
        var bytes = parts.Select(Encoding.UTF8.GetBytes).ToArray();
        var signature = HMACSHA256.HashData(Key, bytes.SelectMany(part => part).ToArray());
        return ["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signature)), .. bytes];
    }
}
