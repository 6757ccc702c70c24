; Installeur par utilisateur : sans administrateur, HKCU seulement, dans %LOCALAPPDATA%\Programs\${ID}.
;   makensis -DVERSION= -DSRC=dossier -DOUT=fichier -DICON= -DSIDE=image -DSIZE=Ko -DSIGN=commande installer.nsi   (windows/build.py,
;   qui dit aussi les noms de l'édition : -DAPP= -DFULLNAME= -DID= -DKIT= -DPROGID= -DPUBLISHER=)
; Silencieux : setup.exe /S [/D=C:\un dossier]   (/D= en dernier, sans guillemets)
; Codes : 0 fait, 2 annulé ou échec, 5 le kit est ouvert, 6 Windows trop ancien.
; Les dossiers de l'utilisateur sont dans %APPDATA%\${KIT} : rien ici n'y touche.
Target amd64-unicode             ; souche 64 bits : elle ne démarre pas sous un Windows 32 bits, qui le dit lui-même
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDatablockOptimize on
SetDateSave on                   ; les fichiers ont tous la date des sources : mêmes fichiers, mêmes octets, index à jour
AllowSkipFiles off
CRCCheck force

!ifdef ATELIER                   ; le programme de qui publie : à côté du kit, sans le type de fichier ni les dossiers
!define EXE       "KitAtelier.exe"
!else
!define EXE       "KitESS.exe"
!endif
!define UNINST    "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define DATA      "$APPDATA\${KIT}"
!define NEEDED    "Windows 10 (version 1809 ou plus récente) ou Windows 11, en 64 bits"

!uninstfinalize '${SIGN} "%1"' = 0   ; le désinstalleur est signé avant d'être empaqueté
!include MUI2.nsh
!include WinVer.nsh
!include x64.nsh

Name "${APP}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "Software\${ID}" "InstallDir"
BrandingText "${PUBLISHER}"
Caption "Installation de ${APP} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=1036 ProductName "${FULLNAME}"
VIAddVersionKey /LANG=1036 FileDescription "Installation de ${FULLNAME}"
VIAddVersionKey /LANG=1036 FileVersion "${VERSION}"
VIAddVersionKey /LANG=1036 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=1036 CompanyName "${PUBLISHER}"
VIAddVersionKey /LANG=1036 LegalCopyright "© ${PUBLISHER}, GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING

!define MUI_WELCOMEPAGE_TITLE "Installer ${APP} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "Le kit s’installe pour vous seul·e, sans droits d’administration et sans Internet.$\r$\n$\r$\nIl faut ${NEEDED}.$\r$\n$\r$\nSi une version plus ancienne est déjà là, elle est remplacée ; vos dossiers, vos notes et vos réglages sont gardés.$\r$\n$\r$\nFermez le kit s’il est ouvert."
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "${APP} est installé"
!define MUI_FINISHPAGE_TEXT "Vous le trouverez dans le menu Démarrer, sous « ${APP} ».$\r$\n$\r$\nVos dossiers seront enregistrés ici :$\r$\n${DATA}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "Ouvrir ${APP}"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Le programme va être retiré. Vos dossiers, vos copies de sécurité et vos réglages restent ici : ${DATA}"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "${APP} est retiré"
!define MUI_FINISHPAGE_TEXT "Vos dossiers, vos copies de sécurité et vos réglages ont été gardés ici :$\r$\n${DATA}$\r$\n$\r$\nSi vous réinstallez le kit, il les retrouvera. Si vous n’en voulez plus, supprimez ce dossier."
!insertmacro MUI_UNPAGE_FINISH
!insertmacro MUI_LANGUAGE "French"

!macro NotIfOpen file
  ; un programme ouvert ne peut pas être ouvert en écriture
  IfFileExists "$INSTDIR\${file}" 0 +6
    ClearErrors
    FileOpen $0 "$INSTDIR\${file}" a
    IfErrors 0 +2
      Goto open
    FileClose $0
!macroend

!macro RefuseIfOpen un
Function ${un}RefuseIfOpen
  !insertmacro NotIfOpen "${EXE}"
  !insertmacro NotIfOpen "kit.exe"
!ifdef ATELIER
  !insertmacro NotIfOpen "KitESS.exe"
!endif
  Return
  open:
    MessageBox MB_ICONSTOP|MB_OK "${APP} est ouvert.$\r$\n$\r$\nFermez-le, puis recommencez. Rien n’a été changé." /SD IDOK
    SetErrorLevel 5
    Quit
FunctionEnd
!macroend
!insertmacro RefuseIfOpen ""
!insertmacro RefuseIfOpen "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_ICONSTOP|MB_OK "Ce kit a besoin de ${NEEDED}.$\r$\n$\r$\nRien n’a été installé." /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}
FunctionEnd

; Seul ce que l'installeur a posé est retiré : un fichier d'une version plus ancienne ne doit pas rester.
!macro RemoveProgram
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\kit.exe"
!ifdef ATELIER
  Delete "$INSTDIR\KitESS.exe"
!endif
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
!macroend

Section "Programme"
  Call RefuseIfOpen
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${SRC}/*"
  WriteUninstaller "$INSTDIR\desinstaller.exe"
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0 SW_SHOWNORMAL "" "${FULLNAME}"
  WriteRegStr HKCU "Software\${ID}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\${ID}" "Version" "${VERSION}"
!ifndef ATELIER
  ; les dossiers .kitess s'ouvrent avec le dernier kit installé ; « Ouvrir avec » propose les autres
  WriteRegStr HKCU "Software\Classes\.kitess" "" "${PROGID}"
  WriteRegStr HKCU "Software\Classes\.kitess" "Content Type" "application/vnd.cress-na.kitess"
  WriteRegStr HKCU "Software\Classes\.kitess\OpenWithProgids" "${PROGID}" ""
  WriteRegStr HKCU "Software\Classes\${PROGID}" "" "Dossier du Kit ESS"
  WriteRegStr HKCU "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
!endif
  ; Paramètres > Applications
  WriteRegStr HKCU "${UNINST}" "DisplayName" "${FULLNAME}"
  WriteRegStr HKCU "${UNINST}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINST}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINST}" "DisplayIcon" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${UNINST}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINST}" "UninstallString" '"$INSTDIR\desinstaller.exe"'
  WriteRegStr HKCU "${UNINST}" "QuietUninstallString" '"$INSTDIR\desinstaller.exe" /S'
  WriteRegDWORD HKCU "${UNINST}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINST}" "NoRepair" 1
  WriteRegDWORD HKCU "${UNINST}" "EstimatedSize" ${SIZE}
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Call un.RefuseIfOpen
  !insertmacro RemoveProgram
  Delete "$INSTDIR\desinstaller.exe"
  RMDir "$INSTDIR"                       ; seulement s'il est vide : un fichier que l'on y a mis reste
!ifndef ATELIER
  RMDir /r "$LOCALAPPDATA\${KIT}\cache"  ; se refait tout seul
  RMDir "$LOCALAPPDATA\${KIT}"
!endif
  Delete "$SMPROGRAMS\${APP}.lnk"
  DeleteRegKey HKCU "${UNINST}"
  DeleteRegKey HKCU "Software\${ID}"
!ifndef ATELIER
  DeleteRegKey HKCU "Software\Classes\${PROGID}"
  DeleteRegValue HKCU "Software\Classes\.kitess\OpenWithProgids" "${PROGID}"
  ReadRegStr $0 HKCU "Software\Classes\.kitess" ""
  StrCmp $0 "${PROGID}" 0 given            ; laissé si un autre programme a pris ce type
  StrCpy $1 0
  another:                                 ; le kit d'une autre région, encore installé, le reprend
    EnumRegValue $2 HKCU "Software\Classes\.kitess\OpenWithProgids" $1
    StrCmp $2 "" nobody
    IntOp $1 $1 + 1
    StrCpy $3 $2 6
    StrCmp $3 "KitESS" 0 another
    WriteRegStr HKCU "Software\Classes\.kitess" "" "$2"
    Goto given
  nobody:
    DeleteRegValue HKCU "Software\Classes\.kitess" ""
    DeleteRegValue HKCU "Software\Classes\.kitess" "Content Type"
  given:
  DeleteRegKey /ifempty HKCU "Software\Classes\.kitess\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.kitess"
!endif
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  DetailPrint "Vos dossiers sont gardés : ${DATA}"
SectionEnd
