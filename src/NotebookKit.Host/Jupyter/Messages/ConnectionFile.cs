using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Host.Jupyter.Messages;

/// <summary>What Jupyter writes for a kernel: the address, the ports of its five sockets, and the key that signs messages.</summary>
/// <param name="Address">Where the kernel listens.</param>
/// <param name="Shell">Port for requests.</param>
/// <param name="Control">Port for interrupt and shutdown, which never wait behind a cell.</param>
/// <param name="Stdin">Port for questions to the user.</param>
/// <param name="Publish">Port for outputs and states.</param>
/// <param name="Heartbeat">Port that sends back what it gets.</param>
/// <param name="Key">The secret that only the user's own programs can read.</param>
internal sealed record ConnectionFile(IPAddress Address, int Shell, int Control, int Stdin, int Publish, int Heartbeat, byte[] Key)
{
    private const string Scheme = "hmac-sha256";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowRemote">Whether it may name an address that other machines reach.</param>
    /// <exception cref="InvalidDataException">It is no connection file, or asks for what this kernel does not do.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConnectionFile Read(string path, bool allowRemote = false)
    {
        JsonObject? file;
        try
        {
            file = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: not a connection file: line {exception.LineNumber + 1}: {exception.Message}");
        }

        InvalidDataException Wrong(string what) => new($"{path}: {what}");
        string Text(string name) => file?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong($"not a connection file: \"{name}\" is missing or no text.");
        int Port(string name) => file?[name] is JsonValue value && value.TryGetValue(out int port) && port is >= 0 and <= 65535 ? port : throw Wrong($"not a connection file: \"{name}\" is missing or no port.");

        var transport = Text("transport");
        if (transport != "tcp")
        {
            throw Wrong($"the transport is {transport}; this kernel speaks tcp.");
        }

        if (!IPAddress.TryParse(Text("ip") is "localhost" ? "127.0.0.1" : Text("ip"), out var address))
        {
            throw Wrong($"\"ip\" is {Text("ip")}, which is no address in numbers.");
        }

        if (!IPAddress.IsLoopback(address) && !allowRemote)
        {
            throw Wrong($"\"ip\" is {address}, which other machines can reach; only --allow-remote permits that.");
        }

        if (Text("signature_scheme") != Scheme)
        {
            throw Wrong($"the signature scheme is {Text("signature_scheme")}; this kernel knows {Scheme}.");
        }

        var key = Text("key");
        return key.Length > 0
            ? new ConnectionFile(address, Port("shell_port"), Port("control_port"), Port("stdin_port"), Port("iopub_port"), Port("hb_port"), Encoding.UTF8.GetBytes(key))
            : throw Wrong("the key is empty; without one anybody on this machine could run code in the session.");
    }
}
