using System.Text;

namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>The first 64 bytes in each direction: signature, version, security mechanism.</summary>
/// <remarks>ZMTP 3.1 (rfc.zeromq.org/spec/37): FF, eight bytes, 7F; major and minor version; the mechanism's name in twenty bytes; as-server; zeros.</remarks>
internal static class ZmtpGreeting
{
    /// <summary>How long it is.</summary>
    public const int Length = 64;

    private const int MechanismAt = 12;
    private const int MechanismLength = 20;

    /// <summary>Ours: version 3.1, mechanism NULL.</summary>
    public static byte[] Create()
    {
        var greeting = new byte[Length];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        greeting[11] = 1;
        "NULL"u8.CopyTo(greeting.AsSpan(MechanismAt));
        return greeting;
    }

    /// <summary>Checks a peer's.</summary>
    /// <exception cref="ZmtpException">It is none, or older than 3.0, or wants another mechanism.</exception>
    public static void Check(ReadOnlySpan<byte> greeting)
    {
        if (greeting[0] != 0xFF || (greeting[9] & 1) != 1)
        {
            throw new ZmtpException("no ZMTP signature");
        }

        if (greeting[10] < 3)
        {
            throw new ZmtpException($"ZMTP {greeting[10]} is too old");
        }

        var mechanism = greeting.Slice(MechanismAt, MechanismLength).TrimEnd((byte)0);
        if (!mechanism.SequenceEqual("NULL"u8))
        {
            throw new ZmtpException($"mechanism {Encoding.ASCII.GetString(mechanism)} instead of NULL");
        }
    }
}
