"""What strangers are told."""

STRANGER = "您好，这里是内部工作服务。如需使用，请向工作人员索取邀请码，并把邀请码发送到这里。"
